import { z } from 'zod'

const Parts = z
  .tuple([z.string(), z.string().nullable(), z.int(), z.string()])
  .transform(([label_key, category, seq, package_name]) => ({ label_key, category, seq, package_name }))

/** Keyset of the list, enough for each of its orders. */
export type AppCursor = z.output<typeof Parts>

export const writeAppCursor = ({ label_key, category, seq, package_name }: AppCursor) =>
  JSON.stringify([label_key, category, seq, package_name])

/** Null for the first page and for a malformed address. */
export const readAppCursor = (text: string): AppCursor | null => {
  try {
    return Parts.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const compared = <T extends string | number>(a: T, b: T) => (a < b ? -1 : Number(a > b))

const byPackage = (a: AppCursor, b: AppCursor) => compared(a.package_name, b.package_name)
const byLabel = (a: AppCursor, b: AppCursor) => compared(a.label_key, b.label_key) || byPackage(a, b)

/** Orders as in the queries, for apps that a search has gathered. */
export const orders = {
  label: byLabel,
  package_name: byPackage,
  /** Apps without a category come last. */
  category: (a: AppCursor, b: AppCursor) =>
    compared(Number(a.category === null), Number(b.category === null)) ||
    compared(a.category ?? '', b.category ?? '') ||
    byLabel(a, b),
  changed: (a: AppCursor, b: AppCursor) => compared(b.seq, a.seq) || byPackage(b, a),
}
