import type { Kind } from '../functions/lib/kinds'
import { taggedPath } from './links'

/** A tag of a row, which leads to the rows of its kind that have it. */
export const TagLink = ({ kind, tag }: { kind: Kind; tag: string }) => (
  <a href={taggedPath(kind, tag)}>
    <bdi>#{tag}</bdi>
  </a>
)
