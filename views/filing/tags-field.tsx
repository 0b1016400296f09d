import { tagLimit } from '../../functions/lib/tags'
import { type FieldFrame, SuggestingField, type Value } from '../ui/field'

type TagsFieldProps = Pick<FieldFrame, 'label' | 'name' | 'idPrefix' | 'hint' | 'errors' | 'wide'> & { value?: Value }

export const TagsField = (props: TagsFieldProps) => <SuggestingField from="/tags/suggestions" {...props} />

type TagFilterProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'unseenLabel'> & { value: string }

/** A filter of a list by one tag. */
export const TagFilter = (props: TagFilterProps) => (
  <SuggestingField
    from="/tags/suggestions"
    label="Tag"
    {...props}
    placeholder="Tag"
    autocomplete="off"
    maxlength={tagLimit}
  />
)
