import { plural } from '../../functions/lib/format'
import type { TagRow } from '../../functions/tags/schema'
import { SetInactive } from '../changes/preview'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { TagRows } from './row'

const points = [
  'They are no longer offered where tags are typed. Typed in full, each still works.',
  'They stay on the sessions that have them.',
  'Each can be set active again.',
]

export const DeactivateTags = ({ tags }: { tags: TagRow[] }) =>
  tags.length === 0 ? (
    <Empty title="No active tag was chosen" actions={<LinkButton href="/tags">Tags</LinkButton>}>
      Tick some in the list first.
    </Empty>
  ) : (
    <SetInactive
      summary={plural(tags.length, 'tag')}
      points={points}
      action="/tags/deactivate"
      fields={tags.map(({ tag }) => ['tag', tag])}
      cancel="/tags"
      things="Tags"
    >
      <TagRows tags={tags} />
    </SetInactive>
  )
