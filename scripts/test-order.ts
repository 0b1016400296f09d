import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { isApart } from '../test/support/apart.ts'
import { startBundle } from './bundled-tests.ts'

/** Sort key of a test file: those in test/ and bench/ cover the whole application and take longest, so they start first. */
const placeOf = ({ moduleId }: TestSpecification) =>
  2 * Number(!/\/(test|bench)\//.test(moduleId)) + Number(!isApart(moduleId))

/**
 * Long files first, so that no worker waits for another that began one of them last, and files with storage of their own
 * together, as a file after such a one begins with empty storage, too. A project's files stay together, as a worker
 * keeps its modules for those alone.
 */
export class TestOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    // Bundles while the Node tests run.
    if (files.some(({ project }) => project.name === 'worker')) startBundle()
    const sorted = await super.sort(files)
    return sorted.toSorted(
      (one, other) => one.project.name.localeCompare(other.project.name) || placeOf(one) - placeOf(other),
    )
  }
}
