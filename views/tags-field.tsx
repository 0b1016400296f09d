import type { FieldFrame, Value } from './ui/field-frame'
import { SuggestingField } from './ui/suggesting-field'

type TagsFieldProps = Pick<FieldFrame, 'label' | 'name' | 'idPrefix' | 'hint' | 'errors' | 'wide'> & { value?: Value }

export const TagsField = (props: TagsFieldProps) => <SuggestingField from="/tags/suggestions" {...props} />
