import classes from './charts.module.css';
import type { LegendItem } from './option.ts';
import { TOKEN_VARIABLES } from './tokens.ts';

/** What the colours stand for, in stacking order; follows the theme without a redraw. */
export function Legend({ items }: { readonly items: readonly LegendItem[] }) {
  return (
    <ul className={classes.legend}>
      {items.map(({ label, token, shape }) => (
        <li key={`${token}/${label}`}>
          {shape === 'heading' ? null : (
            <i
              className={shape === 'ring' ? classes.ring : classes.square}
              style={
                shape === 'ring'
                  ? { borderColor: TOKEN_VARIABLES[token] }
                  : { background: TOKEN_VARIABLES[token] }
              }
            />
          )}
          {label}
        </li>
      ))}
    </ul>
  );
}
