export type Attributes = Readonly<Record<string, string | number>>;

/** An SVG element as text. Numbers are cut to a tenth of a pixel, so that the same picture is the same bytes. */
export const element = (name: string, attributes: Attributes, ...children: readonly string[]): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(value)}"`);
  const open = `<${name}${written.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
};

/** Text between tags. What XML can't hold at all is left out: names come from outside. */
export const text = (value: string): string =>
  value
    .toWellFormed()
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const attribute = (value: string | number): string =>
  typeof value === 'number' ? String(Number(value.toFixed(1))) : text(value).replaceAll('"', '&quot;');
