import { plural } from '../../functions/lib/format'
import type { TagRow } from '../../functions/tags/schema'
import { SetInactive } from '../changes/preview'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { TagRows } from './row'

const pointsFor = (count: number) =>
  count === 1
    ? [
        'It’s no longer suggested, but you can still type it in full.',
        'It stays where it is.',
        'You can unarchive it at any time.',
      ]
    : [
        'They’re no longer suggested, but you can still type them in full.',
        'They stay where they are.',
        'You can unarchive them at any time.',
      ]

export const DeactivateTags = ({ tags }: { tags: TagRow[] }) =>
  tags.length === 0 ? (
    <Empty title="No active tag selected" actions={<LinkButton href="/tags">Tags</LinkButton>}>
      Select some in the list first.
    </Empty>
  ) : (
    <SetInactive
      summary={plural(tags.length, 'tag')}
      points={pointsFor(tags.length)}
      action="/tags/deactivate"
      fields={tags.map(({ tag }) => ['tag', tag])}
      cancel="/tags"
      things="Tags"
    >
      <TagRows tags={tags} />
    </SetInactive>
  )
