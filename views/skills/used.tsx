import type { UsedSkill } from '../../functions/skills/queries'
import { levelNames } from '../../functions/skills/words'
import { PlainRow, RowList } from '../ui/rows'
import { Section } from '../ui/section'
import { LevelMeter } from './page'

/** The skills that a project or a plan uses. */
export const UsedSkills = ({ skills }: { skills: UsedSkill[] }) =>
  skills.length > 0 && (
    <Section id="skills" title="Skills" summary={skills.length}>
      <RowList
        rows={skills}
        item={({ id, name, confidence_level }) => (
          <PlainRow
            name={name}
            href={`/skills/${id}`}
            parts={[
              <>
                <LevelMeter level={confidence_level} /> {levelNames[confidence_level]}
              </>,
            ]}
          />
        )}
      />
    </Section>
  )
