"""The catalogue of wrong derivations, as data; and which of them given numbers can show."""
