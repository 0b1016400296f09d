import { plural } from '../../functions/lib/format'
import { jobPath, progressText } from '../../functions/lib/jobs/queries'
import type { JobRow } from '../../functions/lib/jobs/schema'
import { Actions, Button, LinkButton } from '../ui/button'
import { Progress } from '../ui/progress'
import { PageHead, Stack } from '../ui/section'

/** Asks for the next steps as soon as it is on the page; again after a while, where an answer did not come. */
export const JobProgress = ({ job }: { job: JobRow }) => {
  const isOpen = job.finished_at === null
  return (
    <div
      id="job-progress"
      class="stack"
      {...(isOpen && {
        'hx-post': `${jobPath(job)}/step`,
        'hx-trigger': 'load, every 15s',
        'hx-swap': 'outerHTML',
      })}
    >
      <Progress value={job.position} max={Math.max(job.total, 1)} label={job.title} />
      <p>
        {progressText(job)}.
        {job.skipped > 0 && ` ${plural(job.skipped, 'session')} skipped, because they changed since it began.`}
      </p>
    </div>
  )
}

/** Its steps show only together. */
const isRestore = ({ kind }: JobRow) => kind === 'restore'

const stoppedText = (job: JobRow) =>
  isRestore(job) ? 'Stopped. Your data is as it was.' : 'Stopped. What was done stays.'

const Unfinished = ({ job }: { job: JobRow }) => (
  <>
    <p>
      You can close this page; it goes on when you come back.{' '}
      {isRestore(job)
        ? 'Your data stays as it is until all of it is ready, and can’t be changed until then.'
        : 'What is done so far already counts everywhere.'}
    </p>
    <Actions>
      <noscript>
        <form method="post" action={`${jobPath(job)}/step`}>
          <Button variant="primary">Continue</Button>
        </form>
      </noscript>
      <form method="post" action={`${jobPath(job)}/cancel`}>
        <Button>Stop here</Button>
      </form>
      {job.undo && !isRestore(job) && (
        <form method="post" action={job.undo}>
          <Button variant="danger" icon="undo">
            Stop and undo
          </Button>
        </form>
      )}
    </Actions>
  </>
)

const Finished = ({ job }: { job: JobRow }) => (
  <>
    <p>{job.cancelled_at === null ? `${job.message}.` : stoppedText(job)}</p>
    <Actions>
      {job.undo && !(isRestore(job) && job.cancelled_at !== null) && (
        <form method="post" action={job.undo}>
          <Button icon="undo">Undo</Button>
        </form>
      )}
      <LinkButton href={job.page}>Done</LinkButton>
    </Actions>
  </>
)

export const JobPage = ({ job }: { job: JobRow }) => (
  <>
    <PageHead title={<bdi>{job.title}</bdi>} />
    <Stack>
      <JobProgress job={job} />
      {job.finished_at === null ? <Unfinished job={job} /> : <Finished job={job} />}
    </Stack>
  </>
)
