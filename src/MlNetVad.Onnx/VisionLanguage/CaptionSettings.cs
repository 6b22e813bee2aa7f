namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>The settings that decide the words, beside the files.</summary>
internal sealed record CaptionSettings
{
    public required VisionLanguageLayout Layout { get; init; }

    public required string Prompt { get; init; }

    /// <summary>Empty for none.</summary>
    public required string SystemMessage { get; init; }

    public required int MaximumNewTokens { get; init; }

    public required int MaximumTiles { get; init; }

    public required PictureSettings Pictures { get; init; }

    /// <summary>Ids of all special tokens.</summary>
    public required SortedDictionary<string, int> SpecialTokens { get; init; }

    /// <summary>Those that end a caption; at least one.</summary>
    public required IReadOnlyList<string> StopTokens { get; init; }

    /// <summary>Settles the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="folder">The folder with the model's configuration files.</param>
    /// <exception cref="VadException">A special token has no id, or a configuration file is damaged.</exception>
    public static CaptionSettings From(OnnxVisionLanguageCaptioner options, string folder)
    {
        SortedDictionary<string, int> tokens = SpecialTokenFiles.Read(folder);
        foreach ((string token, int id) in options.SpecialTokens ?? new Dictionary<string, int>())
        {
            tokens[token] = id;
        }

        var settings = new CaptionSettings
        {
            Layout = options.Layout,
            Prompt = options.Prompt,
            SystemMessage = options.SystemMessage ?? options.Layout.SystemMessage,
            MaximumNewTokens = options.MaximumNewTokens,
            MaximumTiles = options.MaximumTiles,
            Pictures = PictureSettings.From(options, folder),
            SpecialTokens = tokens,
            StopTokens = options.StopTokens ?? [.. options.Layout.StopTokens.Where(tokens.ContainsKey)],
        };
        settings.Check(folder);
        return settings;
    }

    private void Check(string folder)
    {
        if (StopTokens.Count == 0)
        {
            throw new VadException($"The model in '{folder}' has none of the tokens that end an answer ({string.Join(", ", Layout.StopTokens)}); name one in StopTokens and its id in SpecialTokens.");
        }

        string turns = Layout.SystemTurn + Layout.UserTurn + Layout.AssistantTurn + Layout.ImageStart + Layout.ImageEnd;
        foreach (string token in SpecialTokenFiles.In(turns).Append(Layout.ImageToken).Concat(StopTokens))
        {
            if (!SpecialTokens.ContainsKey(token))
            {
                throw new VadException($"The special token '{token}' of layout {Layout.Name} has no id in '{folder}' ({SpecialTokenFiles.Names}); give it in SpecialTokens, or choose another Layout.");
            }
        }
    }
}
