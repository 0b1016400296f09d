import type { BulkPreview, PersonPlan } from '../../../../functions/apps/admin/rules/change'
import { ruleWords } from '../../../../functions/apps/admin/rules/schema'
import { personName } from '../../../../functions/apps/admin/users/actions'
import type { PersonRow } from '../../../../functions/apps/admin/users/schema'
import { grouped, plural } from '../../../../functions/lib/text/format'
import { Actions, Button, Notice } from '../../../ui/button'
import { CountKpi, Kpis } from '../../../ui/figure'
import { personAppsPath } from '../../../ui/links'
import { oneFact, PageHead, RowMeta, Rows, RowTitle, Section, Stack } from '../../../ui/section'
import { UnknownNames } from '../../whitelists/import'
import { AdminTabs } from '../tabs'

/** Most rules that a preview lists, shared among its people: each of few people has all of theirs. */
const listedRules = 10_000

type PreviewProps = {
  preview: BulkPreview
  carried: Record<string, string>
  /** Apps with a locked default. */
  locked: number
  /** Chosen people whose accounts are gone. */
  gone: number
  unknown: string[]
  isOutdated: boolean
}

type PersonProps = { person: PersonRow; plan: PersonPlan; most: number }

const Person = ({ person, plan: { steps, counts }, most }: PersonProps) => (
  <li>
    <div>
      <RowTitle href={personAppsPath(person.id)}>
        <bdi>{personName(person)}</bdi>
      </RowTitle>
      <RowMeta
        parts={[
          personName(person) === person.email ? null : <bdi>{person.email}</bdi>,
          oneFact(
            ...(['added', 'changed', 'removed', 'unchanged'] as const).map(
              (kind) => counts[kind] > 0 && `${grouped(counts[kind])} ${kind}`,
            ),
          ),
        ]}
      />
      {steps.length > 0 && (
        <ul class="small grey">
          {steps.slice(0, most).map(({ package_name, before, after }) => (
            <li>
              <bdi class="mono">{package_name}</bdi>: {ruleWords(before?.rule ?? null)} → {ruleWords(after)}
            </li>
          ))}
          {steps.length > most && <li>and {plural(steps.length - most, 'other')}</li>}
        </ul>
      )}
    </div>
  </li>
)

export const BulkRulesPreview = ({ preview, carried, locked, gone, unknown, isOutdated }: PreviewProps) => {
  const { plan, people, version } = preview
  const { added, changed, removed, unchanged } = plan.counts
  const total = added + changed + removed
  const touched = plan.people.filter(({ steps }) => steps.length > 0).length
  const byId = new Map(people.map((person) => [person.id, person]))
  const warnings = [
    isOutdated && 'Something changed since the preview. Nothing was saved; here is the updated preview.',
    gone > 0 && `${plural(gone, 'selected account')} can’t be changed and will be skipped.`,
    locked > 0 &&
      `${plural(locked, 'app')} of these ${locked === 1 ? 'is' : 'are'} locked for everyone. Rules have no effect on locked apps.`,
  ]
  return (
    <>
      <PageHead title="Preview" summary={`${plural(total, 'rule')} for ${plural(touched, 'person', 'people')}`} />
      <AdminTabs current="/admin/users" />
      <Stack>
        {warnings.map(
          (words) =>
            words && (
              <Notice tone="warning" role="alert">
                {words}
              </Notice>
            ),
        )}
        <UnknownNames names={unknown} knows="list" />
        <Kpis>
          <CountKpi label="People" count={touched} />
          <CountKpi label="Rules added" count={added} />
          <CountKpi label="Changed" count={changed} />
          <CountKpi label="Removed" count={removed} />
          <CountKpi label="Unchanged" count={unchanged} />
        </Kpis>
        <form method="post" action="/admin/users/rules/confirm" enctype="multipart/form-data">
          {Object.entries({ ...carried, seen: version }).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Actions>
            {total > 0 && <Button variant="primary">Change {plural(total, 'rule')}</Button>}
            <Button variant={total > 0 ? 'quiet' : 'primary'} name="go" value="form" formaction="/admin/users/rules">
              Back
            </Button>
          </Actions>
        </form>
      </Stack>
      <Section id="who" title="People">
        <Rows>
          {plan.people.map((one) => {
            const person = byId.get(one.user_id)
            return person && <Person person={person} plan={one} most={Math.floor(listedRules / touched)} />
          })}
        </Rows>
      </Section>
    </>
  )
}
