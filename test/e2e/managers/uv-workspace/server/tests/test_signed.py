import unittest

import iniconfig
from words import signed


class Signed(unittest.TestCase):
    def test_signed(self):
        self.assertTrue(iniconfig)
        self.assertTrue(signed("two days").startswith(b"two days."))
