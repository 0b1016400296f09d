import type { Value } from './field-frame'

type DraftOf<Values> = {
  values: Partial<Record<keyof Values, string>>
  errors: Partial<Record<keyof Values, string[]>>
}

/** What a form's field shows, by its name: what was typed, else what is stored, with what is wrong with it. */
export const drafted =
  <Values extends Record<string, Value>>(values: Values, draft: DraftOf<Values> | undefined, idPrefix: string) =>
  (name: keyof Values & string) => ({
    name,
    idPrefix,
    value: draft?.values[name] ?? values[name],
    errors: draft?.errors[name],
  })
