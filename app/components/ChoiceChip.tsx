import { Menu } from '@mantine/core';
import { Link } from '@remix-run/react';
import { useState } from 'react';
import { Icon } from './icons.tsx';
import { searchText } from './staff.ts';
import { useLang } from './use-lang.ts';

export interface Choice {
  /** What the link carries. */
  value: string;
  text: string;
  /** How many it leaves; null where that is no question. */
  count: number | null;
  search: string;
}

/** More choices than this get a search over them. */
const LONG_MENU = 12;

/** A filter as a chip: its name and value, and a menu of links to the other values. */
export function ChoiceChip({
  label,
  value,
  text,
  items,
  href,
  searchable = false,
  none,
}: {
  label: string;
  value: string | null;
  text: string;
  items: readonly Choice[];
  href: (value: string | null) => string;
  searchable?: boolean;
  /** The value's place while nothing is chosen. */
  none: string;
}) {
  const { t } = useLang();
  const [query, setQuery] = useState('');
  const wanted = searchText(query);
  const shown = items.filter((item) => searchText(item.search).includes(wanted));
  return (
    <Menu onClose={() => setQuery('')} withinPortal>
      <Menu.Target>
        <button type="button" className={value === null ? 'chip' : 'chip on'}>
          {label} <b>{value === null ? none : text}</b>
          <Icon name="down" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="choices">
        {searchable && items.length > LONG_MENU ? (
          <input
            type="search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            placeholder={t('review.queue.find')}
            aria-label={label}
          />
        ) : null}
        {value === null ? null : (
          <Menu.Item component={Link} to={href(null)} preventScrollReset>
            {none}
          </Menu.Item>
        )}
        {shown.map((item) => (
          <Menu.Item
            key={item.value}
            component={Link}
            to={href(item.value)}
            preventScrollReset
            {...(item.value === value ? { 'aria-current': 'true' as const } : {})}
          >
            {item.text} {item.count === null ? null : <span className="dim num">{item.count}</span>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
