import { type JobRow, jobPath, progressText, skippedRecords } from '../../../functions/lib/jobs/schema'
import { plural } from '../../../functions/lib/text/format'
import { LeftOutList } from '../../imports/left-out'
import { Actions, LinkButton, PostButton } from '../../ui/button'
import { Progress } from '../../ui/figure'
import { PageHead, Stack } from '../../ui/section'

type JobProps = {
  job: JobRow
  /** When the job continues, if it has reached the daily limit (epoch ms); null otherwise. */
  waitsUntil: number | null
}

const waitText = (until: number) =>
  `You’ve reached today’s limit of database rows. This continues by itself from ${new Date(until).toISOString().slice(0, 10)}, 00:00 UTC.`

/** Requests the next steps of a job on load, and again after a while without a response. */
export const JobProgress = ({ job, waitsUntil }: JobProps) => {
  const isOpen = job.finished_at === null
  return (
    <div
      id="job-progress"
      class="stack"
      {...(isOpen && {
        'hx-post': `${jobPath(job)}/step`,
        'hx-trigger': waitsUntil === null ? 'load, every 15s' : 'every 600s',
        'hx-swap': 'outerHTML',
      })}
    >
      <Progress value={job.position} max={Math.max(job.total, 1)} label={job.title} />
      <p>
        {progressText(job)}.{isOpen && waitsUntil !== null && ` ${waitText(waitsUntil)}`}
        {job.skipped > 0 && ` ${plural(job.skipped, 'session')} skipped because they have changed.`}
      </p>
    </div>
  )
}

/** True for a restore, whose steps take effect only together. */
const isRestore = ({ kind }: JobRow) => kind === 'restore'

const stoppedText = (job: JobRow) =>
  isRestore(job) ? 'Stopped. Your data is as it was.' : 'Stopped. Finished changes were kept.'

const Unfinished = ({ job }: { job: JobRow }) => (
  <>
    <p>
      You can close this page; it continues when you come back.{' '}
      {isRestore(job)
        ? 'Your data doesn’t change until all of it is ready, and you can’t edit it until then.'
        : 'Finished changes already count everywhere.'}
    </p>
    <Actions>
      <noscript>
        <PostButton action={`${jobPath(job)}/step`} variant="primary" label="Continue" />
      </noscript>
      <PostButton action={`${jobPath(job)}/cancel`} label="Stop here" />
      {job.undo && !isRestore(job) && (
        <PostButton action={job.undo} variant="danger" icon="undo" label="Stop and undo" />
      )}
    </Actions>
  </>
)

const Finished = ({ job }: { job: JobRow }) => (
  <>
    <p>{job.cancelled_at === null ? `${job.message}.` : stoppedText(job)}</p>
    <Actions>
      {job.undo && !(isRestore(job) && job.cancelled_at !== null) && (
        <PostButton action={job.undo} icon="undo" label="Undo" />
      )}
      <LinkButton href={job.page}>Done</LinkButton>
    </Actions>
  </>
)

export const JobPage = ({ job, waitsUntil }: JobProps) => (
  <>
    <PageHead title={<bdi>{job.title}</bdi>} />
    <Stack>
      <JobProgress job={job} waitsUntil={waitsUntil} />
      {job.finished_at === null ? <Unfinished job={job} /> : <Finished job={job} />}
    </Stack>
    <LeftOutList rows={skippedRecords(job)} />
  </>
)
