// A few lines of text -> the same in the middle of an empty part of the screen.
import { Box, Text } from 'ink';

export interface NoticeProperties {
  /** Finished lines separated by line ends. */
  text: string;
  height: number;
  width: number;
}

export function Notice({ text, height, width }: NoticeProperties) {
  return (
    <Box height={height} width={width} flexDirection="column" justifyContent="center" alignItems="center">
      <Box flexDirection="column">
        {text.split('\n').map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <Text key={index} wrap="truncate">
            {line === '' ? ' ' : line}
          </Text>
        ))}
      </Box>
    </Box>
  );
}
