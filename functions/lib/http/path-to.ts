/** Valid ids of rows, no matter who created them: one path segment that needs no encoding. */
export const rowIdPattern = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,100}$/

type Value = string | number | null | undefined | URLSearchParams

/**
 * Encodes a path segment. Browsers resolve `.` and `..` even if encoded, so these get a `_`: no row has such an id.
 * Colons need no encoding in a segment.
 */
const segment = (text: string) =>
  /^\.{1,2}$/.test(text) ? `${text}_` : encodeURIComponent(text).replaceAll('%3A', ':')

/** Template tag for a path on this site. Values are encoded, so that an id is one segment; URLSearchParams are kept. */
export const pathTo = (text: TemplateStringsArray, ...values: Value[]): `/${string}` => {
  const encoded = values.map((value) => (value instanceof URLSearchParams ? String(value) : segment(String(value))))
  return String.raw({ raw: text }, ...encoded) as `/${string}`
}

/** Path whose POST undoes a change (by its id) or an act (by its name in `undoes` and its values). */
export const undoPath = (act: string, ...values: (string | number | null | undefined)[]) =>
  pathTo`/changes/${[act, ...values].join('~').replace(/~+$/, '')}/undo`
