"""Where code takes a step: ``w -= lr * dw``, ``W1 = W1 - alpha * dW1``."""

import ast

from compare.driving.roles import Role, role_of

WEIGHTS = (Role.WEIGHT, Role.BIAS, Role.PARAMETERS)


def updates(node: ast.AST) -> bool:
    """Whether something like ``w -= lr * dw`` or ``w = w - lr * dw`` stands in the code."""
    for each in ast.walk(node):
        match each:
            case ast.AugAssign(op=ast.Sub(), value=value) if not isinstance(value, ast.Constant):
                return True
            case ast.AugAssign(op=ast.Add(), value=value, target=target):
                if _is_product(value) or role_of(_attribute(target)) in WEIGHTS:
                    return True
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                pairs = zip(targets, values, strict=False)
                if any(_steps_from(ast.unparse(target), value) for target, value in pairs):
                    return True
            case ast.Assign(targets=[target], value=value):
                if _steps_from(ast.unparse(target), value):
                    return True
            case ast.ListComp(elt=ast.BinOp(op=ast.Sub())):
                return True
    return False


def _is_product(node: ast.expr) -> bool:
    return any(
        (isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult | ast.MatMult))
        or (isinstance(each, ast.Call) and _attribute(each.func) in ("dot", "matmul", "outer"))
        for each in ast.walk(node)
    )


def _attribute(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _steps_from(target: str, value: ast.expr) -> bool:
    """``W1 = W1 - ...``, ``new_w = w - lr * dw``, ``p["W1"] = p["W1"] - ...``."""
    if not (isinstance(value, ast.BinOp) and isinstance(value.op, ast.Sub | ast.Add)):
        return False
    left = ast.unparse(value.left)
    if isinstance(value.right, ast.Constant) or role_of(_attribute(value.right)) is Role.EPSILON:
        return False
    if isinstance(value.op, ast.Sub) and any(
        role_of(_attribute(each)) is Role.RATE
        for each in ast.walk(value.right)
        if isinstance(each, ast.expr)
    ):
        return True
    if left == target:
        return isinstance(value.op, ast.Sub) or _is_product(value.right)
    return left in target and isinstance(value.op, ast.Sub) and _is_product(value.right)
