# coding: utf-8

# Week 2 homework: is there a cat in the picture?
# (saved from the notebook with "Download as > Python")

# In[1]:

import numpy as np
import matplotlib.pyplot as plt
import h5py
from PIL import Image
from lr_utils import load_dataset

get_ipython().magic('matplotlib inline')


# In[2]:

train_x_orig, train_y, test_x_orig, test_y, classes = load_dataset()

picture = 11
plt.imshow(train_x_orig[picture])
print("label:", train_y[0, picture], classes[train_y[0, picture]].decode("utf-8"))


# In[3]:

num_px = train_x_orig.shape[1]
train_x = train_x_orig.reshape(train_x_orig.shape[0], -1).T / 255.
test_x = test_x_orig.reshape(test_x_orig.shape[0], -1).T / 255.
print("train_x:", train_x.shape, "test_x:", test_x.shape)


# In[4]:

def sigmoid(z):
    """Squash z (a number or an array) into (0, 1)."""
    s = 1.0 / (1.0 + np.exp(-z))
    return s


sigmoid(np.array([-1, 0, 3]))


# In[5]:

def initialize_with_zeros(dim):
    w = np.zeros((dim, 1))
    b = 0.0
    assert w.shape == (dim, 1)
    return w, b


# In[6]:

def propagate(w, b, X, Y):
    """
    One trip forward and one back.

    w: column of weights, b: a number
    X: one flattened picture per column
    Y: row of labels, 1 is a cat
    """
    m = X.shape[1]

    # forward
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -(1.0 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))

    # backward
    dZ = A - Y
    dw = (1.0 / m) * np.dot(X, dZ.T)
    db = (1.0 / m) * np.sum(dZ)

    assert dw.shape == w.shape
    cost = np.squeeze(cost)
    assert cost.shape == ()

    grads = {"dw": dw, "db": db}
    return grads, cost


# by hand on paper: two pixels, three pictures
w, b = np.array([[0.4], [-0.3]]), 0.2
X, Y = np.array([[1., 0., 2.], [0.5, 1., -1.]]), np.array([[1, 0, 1]])
grads, cost = propagate(w, b, X, Y)
print(grads, cost)


# In[7]:

def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]

        # rolling down the hill
        w = w - learning_rate * dw
        b = b - learning_rate * db

        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print("%5d  %.6f" % (i, cost))

    params = {"w": w, "b": b}
    grads = {"dw": dw, "db": db}
    return params, grads, costs


params, grads, costs = optimize(w, b, X, Y, num_iterations=50, learning_rate=0.01)


# In[8]:

def predict(w, b, X):
    w = w.reshape(X.shape[0], 1)
    A = sigmoid(np.dot(w.T, X) + b)
    Y_prediction = np.zeros((1, X.shape[1]))
    for i in range(A.shape[1]):
        Y_prediction[0, i] = 1 if A[0, i] > 0.5 else 0
    return Y_prediction


# In[9]:

def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    parameters, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w = parameters["w"]
    b = parameters["b"]

    for name, x, y in (("train", X_train, Y_train), ("test", X_test, Y_test)):
        hits = np.mean(predict(w, b, x) == y)
        print("{}: {:.1f} % right".format(name, 100 * hits))

    return {"costs": costs, "w": w, "b": b, "learning_rate": learning_rate}


d = model(train_x, train_y, test_x, test_y, num_iterations=1500, learning_rate=0.004, print_cost=True)

plt.plot(np.squeeze(d["costs"]))
plt.xlabel("hundreds of steps")
plt.ylabel("cost")
plt.title("alpha = " + str(d["learning_rate"]))
plt.show()
