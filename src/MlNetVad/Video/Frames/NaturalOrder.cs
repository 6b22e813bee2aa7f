namespace MlNetVad.Video.Frames;

/// <summary>Compares names with their runs of digits as numbers.</summary>
internal static class NaturalOrder
{
    public static int Compare(string left, string right)
    {
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            int order;
            if (char.IsAsciiDigit(left[i]) && char.IsAsciiDigit(right[j]))
            {
                ReadOnlySpan<char> a = Digits(left, ref i), b = Digits(right, ref j);
                order = a.Length != b.Length ? a.Length - b.Length : a.SequenceCompareTo(b);
            }
            else
            {
                order = char.ToUpperInvariant(left[i++]) - char.ToUpperInvariant(right[j++]);
            }

            if (order != 0)
            {
                return order;
            }
        }

        int rest = (left.Length - i) - (right.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(left, right);
    }

    // without leading zeros, so that the longer run is the larger number
    private static ReadOnlySpan<char> Digits(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        while (start < at - 1 && text[start] == '0')
        {
            start++;
        }

        return text.AsSpan(start, at - start);
    }
}
