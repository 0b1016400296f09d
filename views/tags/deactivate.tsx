import { plural } from '../../functions/lib/format'
import type { TagRow } from '../../functions/tags/schema'
import { Consequences } from '../changes/preview'
import { Actions, Button, LinkButton } from '../ui/button'
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
        <form method="post" action="/tags/deactivate">
          {tags.map(({ tag }) => (
            <input type="hidden" name="tag" value={tag} />
          ))}
          <Actions>
            <Button variant="primary">Set inactive</Button>
            <LinkButton variant="quiet" href="/tags">
              Cancel
            </LinkButton>
          </Actions>
        </form>
      </Section>
      <Section id="deactivate-tags" title="Tags">
        <TagRows tags={tags} />
      </Section>
    </>
  )
