import type { ItemsOfPerson } from '../../functions/action-items/of-person'
import type { ListedActionItem } from '../../functions/action-items/schema'
import { RowList } from '../ui/rows'
import { Section, TextLink } from '../ui/section'
import { ActionRow } from './row'

type Props = { person: { id: string; name: string }; items: ItemsOfPerson; today: string }

const Side = ({ id, title, items, today }: { id: string; title: string; items: ListedActionItem[]; today: string }) =>
  items.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <RowList id={id} rows={items} item={(item) => <ActionRow item={item} today={today} hides={{ person: true }} />} />
    </>
  )

/** The open action items of a person, which follow writes. */
export const PersonActionRows = ({ items: { mine, theirs, hasMore }, today }: Omit<Props, 'person'>) => (
  <div id="person-actions">
    {mine.length + theirs.length === 0 && <p class="hint">Nothing open between you.</p>}
    <Side id="mine-with-person" title="Yours for them" items={mine} today={today} />
    <Side id="theirs" title="Theirs" items={theirs} today={today} />
    {hasMore && <p class="hint">There are more.</p>}
  </div>
)

/** On the page of a person: what they do, and what is done for them. */
export const PersonActions = ({ person, ...rest }: Props) => (
  <Section
    id="actions"
    title="Action items"
    aside={
      <>
        <TextLink href={`/action-items/new?person=${person.id}`}>
          Add<span class="unseen"> an action item</span>
        </TextLink>
        <TextLink href={`/action-items?person=${person.id}`}>
          All<span class="unseen"> open action items</span>
        </TextLink>
      </>
    }
  >
    <PersonActionRows {...rest} />
  </Section>
)
