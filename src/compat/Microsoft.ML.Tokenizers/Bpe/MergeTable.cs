using System.Runtime.InteropServices;

namespace Microsoft.ML.Tokenizers;

/// <summary>Which neighbours are merged, how early, and what they become.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<ulong, Merge> _merges = [];

    /// <summary>Reads merges, each two tokens with a space between, the earliest first.</summary>
    /// <exception cref="InvalidOperationException">A merge is malformed or uses what the vocabulary lacks.</exception>
    public MergeTable(IEnumerable<string> merges, Dictionary<string, int> vocabulary, string? continuingSubwordPrefix)
    {
        int rank = 0;
        foreach (string merge in merges)
        {
            int space = merge.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 || space == merge.Length - 1 || merge.IndexOf(' ', space + 1) >= 0)
            {
                throw new InvalidOperationException($"Merge {rank + 1:N0}, '{merge}', is not two tokens with one space between them.");
            }

            string left = merge[..space];
            string right = merge[(space + 1)..];
            string tail = !string.IsNullOrEmpty(continuingSubwordPrefix) && right.StartsWith(continuingSubwordPrefix, StringComparison.Ordinal)
                ? right[continuingSubwordPrefix.Length..]
                : right;
            int leftId = Id(left, merge, vocabulary);
            int rightId = Id(right, merge, vocabulary);
            _merges.TryAdd(Key(leftId, rightId), new Merge(rank++, Id(left + tail, merge, vocabulary)));
        }
    }

    /// <summary>What two neighbours become, if they are merged at all.</summary>
    public bool TryGet(int left, int right, out Merge merge) => _merges.TryGetValue(Key(left, right), out merge);

    // times an odd number, which maps no two pairs to one: a long's own hash is left ^ right, the same for every pair of equals
    private static ulong Key(int left, int right) => (((ulong)left << 32) | (uint)right) * 0x9E3779B97F4A7C15;

    private static int Id(string token, string merge, Dictionary<string, int> vocabulary) =>
        vocabulary.TryGetValue(token, out int id)
            ? id
            : throw new InvalidOperationException($"The merge '{merge}' needs the token '{token}', which the vocabulary lacks.");

    /// <summary>A merge.</summary>
    /// <param name="Rank">How early it is done; less is earlier.</param>
    /// <param name="Id">What the two become.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Merge(int Rank, int Id);
}
