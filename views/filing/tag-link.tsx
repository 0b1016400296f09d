import type { PropsWithChildren } from 'hono/jsx'
import type { Kind } from '../../functions/lib/kinds'
import { taggedPath } from '../ui/links'

/** A tag of a row, which leads to the rows of its kind that have it; its children are the tag with the marks of a search. */
export const TagLink = ({ kind, tag, children }: PropsWithChildren<{ kind: Kind; tag: string }>) => (
  <a href={taggedPath(kind, tag)}>
    <bdi>#{children ?? tag}</bdi>
  </a>
)
