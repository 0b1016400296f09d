import type { PropsWithChildren } from 'hono/jsx'
import type { Kind } from '../../functions/lib/kinds'
import { tagLimit } from '../../functions/lib/tags'
import { type FieldFrame, SuggestingField, type Value } from './field'
import { taggedPath } from './links'

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

/** A tag of a row, which leads to the rows of its kind that have it; its children are the tag with the marks of a search. */
export const TagLink = ({ kind, tag, children }: PropsWithChildren<{ kind: Kind; tag: string }>) => (
  <a href={taggedPath(kind, tag)}>
    <bdi>#{children ?? tag}</bdi>
  </a>
)
