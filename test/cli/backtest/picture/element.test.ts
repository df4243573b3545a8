import { describe, expect, it } from 'vitest';
import { element, text } from '../../../../cli/backtest/picture/element.ts';

describe('an element', () => {
  it('is closed at once where nothing is in it', () => {
    expect(element('rect', { width: 9, fill: '#fff' })).toBe('<rect width="9" fill="#fff"/>');
  });

  it('has numbers to a tenth of a pixel', () => {
    expect(element('rect', { x: 1 / 3, y: 2.0001 })).toBe('<rect x="0.3" y="2"/>');
  });

  it('holds names from outside as text, whatever they are', () => {
    const name = '</text><script a="b">&\u0000\uD800';
    expect(element('text', { 'aria-label': name }, text(name))).toBe(
      '<text aria-label="&lt;/text&gt;&lt;script a=&quot;b&quot;&gt;&amp;\uFFFD">&lt;/text&gt;&lt;script a="b"&gt;&amp;\uFFFD</text>',
    );
  });
});
