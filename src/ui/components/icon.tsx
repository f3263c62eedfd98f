import type { ReactNode } from "react";

/** Our own line icons on a 20 px grid, stroke 1.5. */
const SHAPES = {
  device: (
    <>
      <rect x="3" y="3.75" width="14" height="9.5" rx="1.75" />
      <path d="M7.5 16.25h5M10 13.25v3" />
    </>
  ),
  cloud: <path d="M6 15.5a3.6 3.6 0 0 1-.5-7.17 4.75 4.75 0 0 1 9.1.9A3.2 3.2 0 0 1 14.2 15.5H6Z" />,
  auto: (
    <>
      <path d="M3.5 10h4c2.5 0 3-5 5.5-5h3M14 3l2.2 2L14 7" />
      <path d="M9.6 12.4c.8 1.5 1.7 2.6 3.4 2.6h3M14 13l2.2 2-2.2 2" />
    </>
  ),
  compare: (
    <>
      <rect x="2.75" y="4" width="6" height="12" rx="1.5" />
      <rect x="11.25" y="4" width="6" height="12" rx="1.5" />
    </>
  ),
  play: <path d="M6.5 4.6v10.8a.5.5 0 0 0 .77.42l8.2-5.4a.5.5 0 0 0 0-.84l-8.2-5.4a.5.5 0 0 0-.77.42Z" />,
  stop: <rect x="5.5" y="5.5" width="9" height="9" rx="1.5" />,
  check: <path d="m4.5 10.5 3.6 3.6 7.4-8" />,
  close: <path d="m5.5 5.5 9 9m0-9-9 9" />,
  copy: (
    <>
      <rect x="7" y="7" width="9.5" height="9.5" rx="1.75" />
      <path d="M13 4.75A1.25 1.25 0 0 0 11.75 3.5h-7A1.25 1.25 0 0 0 3.5 4.75v7c0 .69.56 1.25 1.25 1.25" />
    </>
  ),
  image: (
    <>
      <rect x="3" y="4" width="14" height="12" rx="1.75" />
      <circle cx="7.25" cy="8" r="1.25" />
      <path d="m3.5 14.5 4-3.6 2.6 2.2 3-3.1 3.4 3.4" />
    </>
  ),
  lock: (
    <>
      <rect x="4.5" y="9" width="11" height="7.5" rx="1.75" />
      <path d="M7 9V6.75a3 3 0 0 1 6 0V9" />
    </>
  ),
  warning: (
    <>
      <path d="M10 3.6 2.9 15.4a.7.7 0 0 0 .6 1.1h13a.7.7 0 0 0 .6-1.1L10 3.6Z" />
      <path d="M10 8.25v3.5M10 14.1v.05" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.25v4M10 6.6v.05" />
    </>
  ),
  download: <path d="M10 3.5v9m0 0 3.5-3.5M10 12.5 6.5 9M4 16.25h12" />,
  trash: (
    <path d="M4 5.75h12M8 5.5V4.25c0-.41.34-.75.75-.75h2.5c.41 0 .75.34.75.75V5.5m2.5.25-.6 9.1a1.25 1.25 0 0 1-1.25 1.15h-4.3a1.25 1.25 0 0 1-1.25-1.15l-.6-9.1" />
  ),
  up: <path d="M10 15.5v-11m0 0L5.5 9M10 4.5 14.5 9" />,
  chevron: <path d="m5.5 8 4.5 4.5L14.5 8" />,
  plus: <path d="M10 4.5v11M4.5 10h11" />,
  edit: (
    <path d="m11.75 5.25 3 3M4 16l.75-3.75 8.5-8.5a1.06 1.06 0 0 1 1.5 0l1.5 1.5a1.06 1.06 0 0 1 0 1.5l-8.5 8.5L4 16Z" />
  ),
  retry: <path d="M15.5 6.75A6.25 6.25 0 1 0 16.25 10M16 3.75v3.5h-3.5" />,
  branch: (
    <>
      <circle cx="6" cy="5" r="1.75" />
      <circle cx="6" cy="15" r="1.75" />
      <circle cx="14" cy="7" r="1.75" />
      <path d="M6 6.75v6.5M14 8.75c0 2.75-4 2.25-7.4 4.6" />
    </>
  ),
  search: (
    <>
      <circle cx="9" cy="9" r="5.25" />
      <path d="m13 13 3.5 3.5" />
    </>
  ),
  receipt: (
    <path d="M5 3.5h10v13l-1.7-1.1-1.65 1.1L10 15.4l-1.65 1.1L6.7 15.4 5 16.5v-13ZM7.75 7h4.5m-4.5 3h4.5" />
  ),
  link: (
    <path d="M8.5 11.5a3 3 0 0 0 4.24 0l2.26-2.26a3 3 0 0 0-4.24-4.24l-.9.9M11.5 8.5a3 3 0 0 0-4.24 0L5 10.76A3 3 0 0 0 9.24 15l.9-.9" />
  ),
} as const satisfies Record<string, ReactNode>;

/** The icons there are. */
export type IconName = keyof typeof SHAPES;

/** A decorative icon; the words beside it carry the meaning. */
export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill={name === "play" || name === "stop" ? "currentColor" : "none"}
      stroke={name === "play" || name === "stop" ? "none" : "currentColor"}
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      {SHAPES[name]}
    </svg>
  );
}
