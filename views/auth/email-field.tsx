import { Field } from '../ui/field'

type Props = { value?: string; errors?: string[]; hint?: string }

export const EmailField = (props: Props) => (
  <Field
    label="Email"
    name="email"
    type="email"
    autocomplete="email"
    dir="ltr"
    spellcheck={false}
    required
    {...props}
  />
)
