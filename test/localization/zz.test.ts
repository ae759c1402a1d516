import { it } from '@jest/globals';
import { localize } from '../../src/localization/localize.ts';
import { memoryProject } from '../support/memory-project.ts';
import { failure, reportOf, testResult } from '../support/test-results.ts';
const PYTHON = {
  'src/shop/__init__.py': 'from .cart import Cart\n',
  'src/shop/cart.py': `from .tax import vat


class Cart:
    def __init__(self):
        self.lines = []

    def add(self, price, quantity=1):
        self.lines.append((price, quantity))

    def count(self):
        return len(self.lines)

    def total(self):
        net = sum(price * quantity for price, quantity in self.lines)
        return vat(net)
`,
  'src/shop/tax.py': 'def vat(net):\n    return net * 0.19\n',
  'tests/conftest.py': 'import pytest\nfrom shop import Cart\n\n\n@pytest.fixture\ndef cart():\n    return Cart()\n',
  'tests/test_cart.py': `class TestCart:
    def test_count(self, cart):
        cart.add(2)
        assert cart.count() == 1

    def test_total(self, cart):
        cart.add(2)
        assert cart.total() == 2.38
`,
};
it('x', async () => {
  const results = [
    testResult('tests/test_cart.py', ['TestCart', 'test_count']),
    testResult('tests/test_cart.py', ['TestCart', 'test_total'], { failure: failure('assert 0.38 == 2.38') }),
  ];
  const s = await localize({ project: memoryProject(PYTHON), failing: results.slice(1), baseline: reportOf(results) });
  console.log(s.map((x) => `${x.suspiciousness} ${x.symbol} ${JSON.stringify(x.evidence)}`).join('\n'));
});
