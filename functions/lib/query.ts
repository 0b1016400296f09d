/** Escapes a value as URLSearchParams does, which takes long for the hundreds of links of a page. */
const escaped = (value: string) =>
  /^[\w.*-]*$/.test(value) ? value : String(new URLSearchParams({ v: value })).slice(2)

/** Path of a page with a query; the page alone without parameters. @param query names need no escaping */
export const withParameters = (page: string, query: (readonly [name: string, value: string])[]) =>
  query.length === 0 ? page : `${page}?${query.map(([name, value]) => `${name}=${escaped(value)}`).join('&')}`
