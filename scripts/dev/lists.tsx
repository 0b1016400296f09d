import { Actions, ActLink, Badge, Button, Cancel } from '../../views/ui/button'
import { Field } from '../../views/ui/field'
import { Duration, DurationCell, Gauge, Progress, Spark, Table } from '../../views/ui/figure'
import { EditForm, ErrorSummary, Fields } from '../../views/ui/form'
import { ProjectName } from '../../views/ui/icon'
import { RowActions, RowMeta, Rows, RowTitle, Section, TextLink } from '../../views/ui/section'

const overlap = (
  <Badge tone="warning" icon="overlap">
    overlaps 10m
  </Badge>
)

const sessions = [
  { id: 1, when: ['14:55', '15:40'], title: 'Call with the printer', seconds: 2700 },
  { id: 2, when: ['14:00', '15:05'], title: 'Typeset chapters 4 and 5', seconds: 3900 },
]

const SessionRows = () => (
  <Rows ordered>
    {sessions.map(({ id, when, title, seconds }) => (
      <li class="session" id={`session-${id}`}>
        <div class="what">
          <RowTitle href="#rows">{title}</RowTitle>
          <RowMeta
            parts={[
              <span class="when">{when.join('–')}</span>,
              <ProjectName name="Petrel Press" color="plum" />,
              overlap,
            ]}
          />
        </div>
        <Duration class="length" seconds={seconds} />
        <RowActions>
          <ActLink icon="edit" label={`Edit ${title}`} href="#rows" />
        </RowActions>
      </li>
    ))}
  </Rows>
)

const GoalRow = ({ title, progress, child }: { title: string; progress: number; child?: boolean }) => (
  <li>
    <div>
      <RowTitle href="#rows">{title}</RowTitle>
      <RowMeta parts={['22h 05m tracked', !child && 'from 4 subgoals']} />
    </div>
    <p>
      <span>27 November</span>{' '}
      <Badge tone="warning" icon="clock">
        due in 7 days
      </Badge>
    </p>
    <Gauge bar={<Progress value={progress} label={`Progress of ${title}`} />}>
      <span class="num">{progress}%</span>
    </Gauge>
    <RowActions>
      <ActLink icon="edit" label={`Edit ${title}`} href="#rows" />
    </RowActions>
  </li>
)

export const RowSamples = () => (
  <>
    <Section id="rows" title="Rows: sessions" aside={<p class="day-sum">tracked 1h 50m, clock 1h 40m</p>}>
      <SessionRows />
    </Section>
    <Section id="goal-rows" title="Rows: goals" summary="3" aside={<TextLink href="#goal-rows">All goals</TextLink>}>
      <Rows>
        <GoalRow title="Finish thesis" progress={62} />
        <GoalRow title="Methods chapter" progress={70} child />
        <li class="editing">
          <EditForm label="Edit Booking site relaunch" action="#goal-rows">
            <ErrorSummary errors={['A goal can’t be its own subgoal. Choose another goal.']} />
            <Fields>
              <Field label="Title" name="title" idPrefix="goal-3" value="Booking site relaunch" wide />
              <Field
                label="Target date"
                name="target_date"
                idPrefix="goal-3"
                type="date"
                value="2026-08-30"
                errors={['The target date is before the start. Choose a later date or change the start.']}
                wide
              />
            </Fields>
            <Actions>
              <Button variant="primary">Save</Button>
              <Cancel href="#goal-rows" />
            </Actions>
          </EditForm>
        </li>
      </Rows>
    </Section>
  </>
)

const projects = [
  { name: 'Thesis', color: 'cobalt', seconds: 162_420, percent: 62 },
  { name: 'Harbour Clinic', color: 'rust', seconds: 82_920, percent: 38 },
]

export const TableSamples = () => (
  <>
    <Section id="dense" title="Table of figures">
      <Table
        caption="Time by project"
        columns={[
          { label: 'Project', sort: { href: '#dense' } },
          { label: 'Share' },
          { label: 'Tracked', numeric: true, sort: { href: '#dense', now: 'descending' } },
        ]}
        foot={
          <tr>
            <th scope="row">Total</th>
            <td />
            <DurationCell seconds={245_340} />
          </tr>
        }
      >
        {projects.map(({ name, color, seconds, percent }) => (
          <tr>
            <th scope="row">
              <ProjectName name={name} color={color} />
            </th>
            <td class="spark-cell">
              <Spark max={100} parts={[{ value: percent, project: color }]} />
            </td>
            <DurationCell seconds={seconds} href="#dense" />
          </tr>
        ))}
      </Table>
    </Section>
    <Section id="listed" title="Table that becomes a list">
      <Table
        caption="Imports"
        listed
        columns={[{ label: 'File' }, { label: 'Sessions', numeric: true }, { label: 'Undo', unseen: true }]}
      >
        <tr>
          <th scope="row">toggl-2017-08.csv</th>
          <td class="num" data-label="sessions">
            217
          </td>
          <td class="num">
            <Button small>Undo this import</Button>
          </td>
        </tr>
      </Table>
    </Section>
  </>
)
