using MlNetVad.Video.Synthetic;

namespace MlNetVad.Video.Datasets;

/// <summary>The generated walkway as a data set.</summary>
internal static class SyntheticDataset
{
    public static bool Recognises(string address) => address.StartsWith(SceneOptions.Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes the videos that an address describes.</summary>
    /// <param name="address"><c>synthetic:scene?…</c>.</param>
    /// <param name="split">Overrides the address's; null keeps it.</param>
    public static VideoSource Open(string address, VadSplit? split)
    {
        SceneOptions options = SceneOptions.Parse(address);
        options = options with { Split = split ?? options.Split };
        string part = options.Split == VadSplit.Train ? "train" : "test";
        var videos = new List<VadVideo>();
        for (int i = 0; i < options.Videos; i++)
        {
            var masks = new SceneMaskSource(options, i);
            videos.Add(new VadVideo($"{part}{i + 1:00}", new SceneFrameSource(options, i),
                options.Split == VadSplit.Train ? DatasetFolder.Normal : masks.ReadLabels, masks));
        }

        return new VideoSource($"synthetic scene {part}", videos);
    }
}
