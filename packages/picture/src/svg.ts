/** A piece of SVG; texts in it are escaped already. */
export type Svg = string & { readonly svg: true };

type Attributes = Readonly<Record<string, string | number>>;

export function escaped(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

export function element(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? Number(value.toFixed(1)) : escaped(value)}"`)
    .join("");
  return (children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`) as Svg;
}

/** Text at a point of its baseline; what is longer than `fits` characters is cut and kept whole in a tooltip. */
export function label(x: number, y: number, text: string, style: string, fits = Number.POSITIVE_INFINITY): Svg {
  const shown = text.length <= fits ? text : `${text.slice(0, Math.max(1, fits - 1))}…`;
  const tip = shown === text ? [] : [element("title", {}, escaped(text) as Svg)];
  return element("text", { x, y, class: style }, escaped(shown) as Svg, ...tip);
}

export function rect(x: number, y: number, width: number, height: number, style: string): Svg {
  return element("rect", { x, y, width, height, rx: 3, class: style });
}
