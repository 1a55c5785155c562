from itsdangerous import Signer


def signed(text):
    return Signer("a key").sign(text)
