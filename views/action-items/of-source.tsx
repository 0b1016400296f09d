import type { ListedActionItem, Source } from '../../functions/action-items/schema'
import { RowList } from '../ui/rows'
import { Section } from '../ui/section'
import { ActionQuickAdd } from './page'
import { ActionRow } from './row'

type Props = { source: Source; items: ListedActionItem[]; today: string }

/** The action items of a source, which follow writes. */
export const SourceActionRows = ({ items, today }: Omit<Props, 'source'>) => (
  <div id="source-actions">
    {items.length === 0 && <p class="hint">No action items yet. Add the first one above.</p>}
    <RowList
      id="source-action-rows"
      rows={items}
      item={(item) => <ActionRow item={item} today={today} hides={{ source: true }} />}
    />
  </div>
)

/** On the page of a meeting and of feedback: adds action items in place, and lists what came of it. */
export const SourceActions = (props: Props) => (
  <Section id="actions" title="Action items">
    <ActionQuickAdd source={props.source} />
    <SourceActionRows {...props} />
  </Section>
)
