import type { Draft } from '../../functions/lib/form'
import type { Value } from './field-frame'

/** Props of a field by its name: the typed value, else the stored one, and its errors. */
export const drafted =
  <Values extends Record<string, Value>>(
    values: Values,
    draft: Draft<NoInfer<Values>> | undefined,
    idPrefix?: string,
  ) =>
  (name: keyof Values & string) => ({
    name,
    idPrefix,
    value: draft?.values[name] ?? values[name],
    errors: draft?.errors[name],
  })
