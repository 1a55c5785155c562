import unittest

import iniconfig
from itsdangerous import Signer


class Signed(unittest.TestCase):
    def test_signed(self):
        self.assertTrue(iniconfig)
        self.assertTrue(Signer("a key").sign("two days").startswith(b"two days."))
