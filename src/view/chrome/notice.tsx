// A few lines of text -> the same as a block in the middle between left and right.
import { Box, Text } from 'ink';

export interface NoticeProperties {
  /** Finished lines separated by line ends. */
  text: string;
  width: number;
}

export function Notice({ text, width }: NoticeProperties) {
  return (
    <Box width={width} flexDirection="column" alignItems="center">
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
