namespace Microsoft.ML.Tokenizers;

public sealed partial class BertTokenizer
{
    /// <summary>The input for one text, [CLS] text [SEP], or for two, [CLS] text [SEP] other [SEP].</summary>
    public IReadOnlyList<int> BuildInputsWithSpecialTokens(IEnumerable<int> tokenIds, IEnumerable<int>? additionalTokenIds = null)
    {
        ArgumentNullException.ThrowIfNull(tokenIds);
        List<int> ids = [ClassificationTokenId, .. tokenIds, SeparatorTokenId];
        if (additionalTokenIds is not null)
        {
            ids.AddRange(additionalTokenIds);
            ids.Add(SeparatorTokenId);
        }

        return ids;
    }

    /// <summary>Which text each token of an input belongs to: 0 the first, 1 the second.</summary>
    public IReadOnlyList<int> CreateTokenTypeIdsFromSequences(IEnumerable<int> tokenIds, IEnumerable<int>? additionalTokenIds = null)
    {
        ArgumentNullException.ThrowIfNull(tokenIds);
        var types = Enumerable.Repeat(0, tokenIds.Count() + 2);
        return additionalTokenIds is null ? [.. types] : [.. types, .. Enumerable.Repeat(1, additionalTokenIds.Count() + 1)];
    }
}
