import type { Child } from 'hono/jsx'
import { describeEdit, describeEdits } from '../../../functions/figures/stats/changes/describe-edits'
import { type MomentName, momentNames, namedMoments } from '../../../functions/figures/stats/changes/moments'
import type { ChangesView } from '../../../functions/figures/stats/changes/view'
import { namesOfParts, subjectLabel } from '../../../functions/ledger/resolve-subject'
import type { User } from '../../../functions/lib/env'
import { pathTo } from '../../../functions/lib/http/path-to'
import { duration, exactDuration, plural, shortDate } from '../../../functions/lib/text/format'
import { dayOf } from '../../../functions/lib/time/days'
import { sessionTitle } from '../../../functions/time/sessions/title'
import type { FilterChoices } from '../../ledger/filter-fields'
import { Empty } from '../../ui/empty'
import { Duration, DurationUnits, FigureLine } from '../../ui/figure'
import { Tools } from '../../ui/filter'
import { Row } from '../../ui/item'
import { changesPath, explainPath, statsBackLink } from '../../ui/links'
import { Moment } from '../../ui/moment'
import { PageHead, RowList, RowName, Rows, RowTitle, Section } from '../../ui/section'
import { Strip, StripLink } from '../../ui/strip'
import { DatesForm, FigureSieve, figurePageId, rangeLabel } from './changes-form'

type Context = ChangesView & { choices: FilterChoices; moment: MomentName; user: User; now: number; today: string }

/** Formats a difference: `+41h`, `−1h 30m`. */
const Difference = ({ seconds }: { seconds: number }) => {
  const sign = seconds < 0 ? '−' : '+'
  return (
    <span title={sign + exactDuration(Math.abs(seconds))}>
      {seconds === 0 ? 'none' : sign + duration(Math.abs(seconds))}
    </span>
  )
}

/** Maximum number of projects named for a batch edit. */
const projectsNamed = 8

/** The projects that a batch edit changed most; null for a single edit. */
const projectsOf = ({ edits }: ChangesView['lines'][number], names: ChangesView['names']) => {
  const effects = new Map<string, number>()
  for (const { after, before, effect } of edits) {
    const label = names.get(`project:${(after ?? before)?.project_id}`)?.label
    if (label) effects.set(label, (effects.get(label) ?? 0) + effect)
  }
  const most = [...effects].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)).slice(0, projectsNamed)
  if (most.length < 2) return null
  return (
    <RowList
      rows={most}
      item={([label, seconds]) => (
        <li class="py-1 last:border-0">
          <bdi>{label}</bdi> <Difference seconds={seconds} />
        </li>
      )}
    />
  )
}

const EditLine = ({ line, view }: { line: ChangesView['lines'][number]; view: Context }) => {
  const [first] = line.edits
  if (!first) return null
  const { ledger, names, today } = view
  const context = { ledger, subject: ledger.subject, names, today }
  const date = (first.after ?? first.before)?.days[0]?.[0]
  const isMany = line.edits.length > 1
  return (
    <Row
      clock={<Moment at={line.at} user={view.user} now={view.now} />}
      title={
        isMany ? (
          <span class="row-title">
            {plural(line.edits.length, 'session')} {describeEdits(line.edits, line.session, context)}
          </span>
        ) : line.session && line.session.deleted_at === null ? (
          <RowTitle href={pathTo`/sessions/${line.session.id}`} name={sessionTitle(line.session)} />
        ) : (
          <RowName>{line.session ? sessionTitle(line.session) : 'A session'}</RowName>
        )
      }
      facts={[
        !isMany && describeEdit(first, line.session, context),
        !isMany && date && date !== dayOf(line.at, view.user.preferences) && `session of ${shortDate(date, today)}`,
        line.figure !== view.after && (
          <>
            total <Duration seconds={line.figure} />
          </>
        ),
      ]}
      // The difference of a single edit is already the figure of the page.
      figures={view.lines.length > 1 && <Difference seconds={line.effect} />}
    >
      {isMany && projectsOf(line, names)}
    </Row>
  )
}

/** Says in a sentence how the total changed, then lists the edits that changed it. */
const Edits = ({ view }: { view: Context }) => {
  const { since, before, after, lines, rest, isAll, user, now, moment } = view
  const count = lines.reduce((sum, { edits }) => sum + edits.length, rest.count)
  const explained = (words: Child) => (
    <a href={explainPath(view.range, view.ledger.subject)} data-figure={after}>
      {words}
    </a>
  )
  return (
    <>
      <FigureLine class="my-4">
        <span class="figure hero">
          {after < before ? '−' : '+'}
          <DurationUnits seconds={Math.abs(after - before)} />
        </span>
        <span class="grey">
          {plural(count, 'edit')} {namedMoments[moment].since}{' '}
          {before === 0 ? (
            <>added {explained('the whole total')}</>
          ) : (
            <>
              took the total from <Duration seconds={before} />{' '}
              {isAll && (
                <>
                  (<Moment at={since} user={user} now={now} />){' '}
                </>
              )}
              to {explained(<Duration seconds={after} />)} now
            </>
          )}
        </span>
      </FigureLine>
      <Section
        id="edits"
        title="Edits"
        summary={lines.length > 1 && (isAll ? 'latest first' : `the latest ${plural(count, 'edit')}`)}
      >
        <Rows ordered>
          {lines.map((line) => (
            <EditLine line={line} view={view} />
          ))}
          {rest.count > 0 && (
            <Row
              clock="before that"
              title={<span class="row-title">{plural(rest.count, 'more edit')}</span>}
              facts={[]}
              figures={<Difference seconds={rest.effect} />}
            />
          )}
        </Rows>
      </Section>
    </>
  )
}

const Moments = ({ view: { range, ledger, moment } }: { view: Context }) => (
  <Strip label="Edited in" look="dates">
    {momentNames.map((since) => (
      <StripLink href={changesPath(range, ledger.subject, since)} isCurrent={since === moment}>
        {namedMoments[since].name}
      </StripLink>
    ))}
  </Strip>
)

export const FigureChangesPage = (view: Context) => {
  const { ledger, range, moment, user, today } = view
  return (
    <div id={figurePageId}>
      <PageHead
        title="What changed"
        back={statsBackLink(range, ledger.subject)}
        summary={
          <>
            in the total of{' '}
            {ledger.subject !== 'all' && (
              <>
                <bdi>{subjectLabel(ledger, user.preferences.clock)}</bdi>,{' '}
              </>
            )}
            {rangeLabel(range, today)}
          </>
        }
      />
      <Tools>
        <DatesForm
          action="/stats/changes"
          hidden={{ subject: ledger.subject, since: moment }}
          range={range}
          strip={<Moments view={view} />}
        />
        <FigureSieve
          page="/stats/changes"
          params={{ ...range, since: moment }}
          subject={ledger.subject}
          nameOf={namesOfParts(ledger, user.preferences.clock)}
          choices={view.choices}
          filedOnly
        />
      </Tools>
      {view.lines.length > 0 ? (
        <Edits view={view} />
      ) : (
        <Empty title="No edits changed this total">Choose an earlier start or other days.</Empty>
      )}
      {/^(client|classification):/.test(ledger.subject) && (
        <p class="hint">Moving a project to another client or type isn’t listed here.</p>
      )}
    </div>
  )
}
