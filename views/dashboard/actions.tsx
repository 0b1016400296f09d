import type { DashboardView } from '../../functions/dashboard/view'
import { ActionRow } from '../action-items/row'
import { Rows } from '../ui/rows'
import { Section, TextLink } from '../ui/section'

/** Action items that are due; nothing without any. */
export const DueActions = ({ actions, today }: DashboardView) =>
  actions.length > 0 && (
    <Section
      id="due-actions"
      title="Action items due"
      aside={
        <TextLink href="/action-items">
          All<span class="unseen"> action items</span>
        </TextLink>
      }
    >
      <Rows id="due-action-rows">
        {actions.map((item) => (
          <ActionRow item={item} today={today} />
        ))}
      </Rows>
    </Section>
  )
