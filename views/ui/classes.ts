/** A class attribute from the names that apply; undefined when none does. */
export const classes = (...names: (string | false | null | undefined)[]) => names.filter(Boolean).join(' ') || undefined
