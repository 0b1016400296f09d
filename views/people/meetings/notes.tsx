import type { Child } from 'hono/jsx'
import { pathTo } from '../../../functions/lib/http/path-to'
import { firstCharacters } from '../../../functions/lib/text/text'
import {
  type ListedMeeting,
  type NoteField,
  noteFields,
  noteLimit,
  noteNames,
  noteVersionColumns,
} from '../../../functions/people/meetings/schema'
import type { ListedTask } from '../../../functions/tasks/tasks/schema'
import { taskLineLimit } from '../../tasks/tasks/quick-add'
import { Button } from '../../ui/button'
import { NoteBox, NoteText } from '../../ui/notes'
import { Module } from '../../ui/reorder'
import { RenderedMarkdown, RowList, Section } from '../../ui/section'
import { useParts } from '../../ui/uses'

/** Id of the form of all notes. Its fields are in several sections. */
export const notesForm = 'notes'

const hints: Record<NoteField, string> = {
  preparation_notes: 'What you want from it, and what to bring',
  questions_asked: 'What you want to ask, and the answers',
  outcome_notes: 'What was said and decided',
}

type NoteProps = {
  meeting: ListedMeeting
  field: NoteField
  isFocused?: boolean
  /** The note's markdown as HTML. */
  rendered?: Child
}

/** A note that is saved while it is typed. Without JavaScript it is a field of a form with a button. */
export const Note = ({ meeting, field, isFocused, rendered }: NoteProps) => {
  const id = `note-${field}`
  return (
    <NoteBox
      id={id}
      url={pathTo`/meetings/${meeting.id}/notes/${field}`}
      version={meeting[noteVersionColumns[field]]}
      seen={noteVersionColumns[field]}
    >
      <label class="label" for={id}>
        {noteNames[field]}
      </label>
      <NoteText
        id={id}
        form={notesForm}
        name={field}
        rows={4}
        autofocus={isFocused}
        limit={noteLimit}
        placeholder={hints[field]}
        value={meeting[field]}
      />
      <div class="toolbar">
        <Button type="button" small icon="plus" data-adds="task-line" title="From the selected words, or this line">
          Add action item
        </Button>
        <Button small form={notesForm} class="script:hidden">
          Save notes
        </Button>
      </div>
      {rendered !== undefined && (
        <details open>
          <summary>
            Formatted<span class="sr-only"> {noteNames[field]}</span>
          </summary>
          <RenderedMarkdown>{rendered}</RenderedMarkdown>
        </details>
      )}
    </NoteBox>
  )
}

const toDo = /^[ \t]*(?:[-*+][ \t]+)?\[ ?\][ \t]+(.+)$/gm

/**
 * Lines of the notes that begin with `[ ]` and are not tasks of the meeting yet, each with a button that adds a task.
 */
export const LinesToDo = ({ meeting, items }: { meeting: ListedMeeting; items: ListedTask[] }) => {
  const lines = noteFields.flatMap((field) => [...meeting[field].matchAll(toDo)].map(([, line = '']) => line.trim()))
  const open = [...new Set(lines)].filter((line) => !items.some(({ title }) => line.includes(title)))
  if (open.length === 0 || !useParts()('tasks')) return null
  return (
    <Section id="lines-to-do" title="To do in the notes">
      <RowList
        rows={open}
        item={(line) => (
          <form method="post" action="/tasks/quick?owner=me" class="toolbar">
            <input type="hidden" name="source_type" value="meeting" />
            <input type="hidden" name="source_id" value={meeting.id} />
            <input type="hidden" name="line" value={firstCharacters(line, taskLineLimit)} />
            <bdi>{line}</bdi>
            <Button small icon="plus">
              Add task<span class="sr-only">: {line}</span>
            </Button>
          </form>
        )}
      />
    </Section>
  )
}

/** The form that owns the notes, with the versions from which they were rendered, and the scripts for them. */
export const NotesForm = ({ meeting }: { meeting: ListedMeeting }) => (
  <>
    <form id={notesForm} method="post" action={pathTo`/meetings/${meeting.id}/notes`} enctype="multipart/form-data">
      {noteFields.map((field) => (
        <input type="hidden" name={noteVersionColumns[field]} value={meeting[noteVersionColumns[field]]} />
      ))}
    </form>
    <Module name="notes" />
    <Module name="chosen-words" />
  </>
)
