import { useContext } from 'hono/jsx'
import { type RepoRange, type RepoView, repoRanges } from '../../../functions/figures/stats/repos/view'
import { plural, rangeText, shortDate } from '../../../functions/lib/text/format'
import { TimeByPeriod } from '../../ledger/periods'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { CountKpi, Duration, FigureKpi, Kpis } from '../../ui/figure'
import { Row } from '../../ui/item'
import { explainPath, repoPath, statsBackLink } from '../../ui/links'
import { GitHubUrl, PullLink } from '../../ui/pulls'
import { PageHead, Pagination, RowList, Section } from '../../ui/section'
import { Strip, StripLink } from '../../ui/strip'
import { Reviews } from './repo-periods'

const rangeNames: Record<RepoRange, string> = { '90': '90 days', '365': 'Year', all: 'All time' }

const Head = ({ repo, range, today }: RepoView) => {
  const { repo_owner, repo_name } = repo
  const gitHub = useContext(GitHubUrl)
  return (
    <PageHead
      back={statsBackLink(range)}
      title={
        <bdi>
          {repo_owner}/{repo_name}
        </bdi>
      }
      summary={range ? rangeText(range.from, range.to, today) : 'all time'}
      actions={<LinkButton href={`${gitHub}/${repo_owner}/${repo_name}`}>On GitHub</LinkButton>}
    />
  )
}

const Ranges = ({ path, current }: { path: string; current: RepoRange }) => (
  <Strip label="Range" class="mb-3">
    {repoRanges.map((range) => (
      <StripLink href={`${path}?range=${range}`} isCurrent={range === current}>
        {rangeNames[range]}
      </StripLink>
    ))}
  </Strip>
)

const reviewCount = ({ reviews }: RepoView) =>
  reviews.reduce((sum, week) => sum + week.comment_count + week.approve_count + week.request_changes_count, 0)

const Figures = (view: RepoView & { path: string }) => {
  const { total_seconds, session_count, subject, range, query, path } = view
  const href = explainPath(range, subject)
  return (
    <Kpis id="figures">
      <FigureKpi label="Total" seconds={total_seconds} href={href} />
      <CountKpi label="Sessions" count={session_count} href={href} />
      <FigureKpi label="Average session" seconds={session_count > 0 ? Math.round(total_seconds / session_count) : 0} />
      <CountKpi
        label="Reviews"
        note={range ? undefined : 'in the last year'}
        count={reviewCount(view)}
        href={`${path}?range=${query.range}#reviews`}
      />
    </Kpis>
  )
}

const Pulls = ({ repo, pulls, subject, range, query, below, today, path }: RepoView & { path: string }) => {
  const pullSubject = (number: number) => `${subject.replace(/^repo:/, 'pr:')}#${number}`
  return (
    <Section id="pulls" title="By pull request">
      <RowList
        rows={pulls}
        item={({ pr_number, title, date, session_count, total_seconds }) => (
          <Row
            title={
              <span class="row-title">
                <PullLink pull={{ ...repo, pr_number }} label={`#${pr_number}`} /> <bdi>{title}</bdi>
              </span>
            }
            facts={[date && shortDate(date, today), plural(session_count, 'session')]}
            figures={
              <a href={explainPath(range, pullSubject(pr_number))} data-figure={total_seconds}>
                <Duration seconds={total_seconds} />
              </a>
            }
          />
        )}
      />
      <Pagination
        range={plural(pulls.length, 'pull request')}
        later={query.below === undefined ? undefined : { href: `${path}?range=${query.range}#pulls`, label: 'Newest' }}
        earlier={
          below === null ? undefined : { href: `${path}?range=${query.range}&below=${below}#pulls`, label: 'Older' }
        }
      />
    </Section>
  )
}

export const RepoPage = (view: RepoView) => {
  const path = repoPath(view.repo.repo_owner, view.repo.repo_name)
  return (
    <>
      <Head {...view} />
      <Ranges path={path} current={view.query.range} />
      <Figures {...view} path={path} />
      {view.session_count > 0 || view.total_seconds > 0 ? (
        <TimeByPeriod {...view} />
      ) : (
        <Empty title="No sessions in this time">Choose a longer range to see earlier sessions.</Empty>
      )}
      {view.pulls.length > 0 && <Pulls {...view} path={path} />}
      <Reviews reviews={view.reviews} count={reviewCount(view)} note={view.range ? undefined : 'of the last year'} />
    </>
  )
}
