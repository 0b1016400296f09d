/** The one rule for ids of rows, of any writer: each is a segment of a path without encoding. */
export const rowIdPattern = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,100}$/

type Value = string | number | null | undefined | URLSearchParams

/**
 * A browser takes `.` and `..` for folders, encoded too. No row has such an id, so they lead to a row that is not there.
 * A colon means nothing in a segment.
 */
const segment = (text: string) =>
  /^\.{1,2}$/.test(text) ? `${text}_` : encodeURIComponent(text).replaceAll('%3A', ':')

/**
 * Template tag for a path on this site. Values are encoded, so that an id is always one segment; URLSearchParams are kept.
 */
export const pathTo = (text: TemplateStringsArray, ...values: Value[]): `/${string}` => {
  const encoded = values.map((value) => (value instanceof URLSearchParams ? String(value) : segment(String(value))))
  return String.raw({ raw: text }, ...encoded) as `/${string}`
}

/** The path whose POST takes back a change by its id, or an act that a feature lists in `undoes` by values that say which. */
export const undoPath = (act: string, ...values: (string | number | null | undefined)[]) =>
  pathTo`/changes/${[act, ...values].join('~').replace(/~+$/, '')}/undo`
