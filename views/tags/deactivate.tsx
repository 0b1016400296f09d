import { plural } from '../../functions/lib/format'
import type { TagRow } from '../../functions/tags/schema'
import { Confirm, Consequences } from '../changes/preview'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Section } from '../ui/section'
import { TagRows } from './row'

const points = [
  'They are no longer offered where tags are typed. Typed in full, each still works.',
  'They stay on the sessions that have them.',
  'Each can be set active again.',
]

/** `/tags/deactivate`: what setting these tags inactive does. */
export const DeactivateTags = ({ tags }: { tags: TagRow[] }) =>
  tags.length === 0 ? (
    <Empty title="No active tag was chosen" actions={<LinkButton href="/tags">Tags</LinkButton>}>
      Tick some in the list first.
    </Empty>
  ) : (
    <>
      <Section id="deactivate-preview" title="What this does" summary={plural(tags.length, 'tag')}>
        <Consequences points={points} />
        <Confirm
          action="/tags/deactivate"
          fields={tags.map(({ tag }) => ['tag', tag])}
          button="Set inactive"
          cancel="/tags"
        />
      </Section>
      <Section id="deactivate-tags" title="Tags">
        <TagRows tags={tags} />
      </Section>
    </>
  )
