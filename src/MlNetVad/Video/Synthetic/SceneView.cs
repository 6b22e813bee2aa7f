namespace MlNetVad.Video.Synthetic;

/// <summary>The camera's perspective: people are smaller the farther up in the picture they stand.</summary>
internal readonly record struct SceneView(int Width, int Height, int FramesPerSecond)
{
    private const float FarEdge = 0.30f, NearEdge = 0.97f;
    private const float FarPerson = 0.14f, NearPerson = 0.30f;

    // 1.3 m/s and 1.75 m: what a walker covers in a second, in body heights
    private const float WalkedHeightsASecond = 0.75f;

    /// <summary>Row of the walkway's edge or of a place between its edges, pixels.</summary>
    /// <param name="depth">0 is the far edge, 1 the near one.</param>
    public float Row(float depth) => Height * (FarEdge + ((NearEdge - FarEdge) * depth));

    /// <summary>How near a row is: 0 at the walkway's far edge, 1 at its near edge; beyond them outside that range.</summary>
    public float Depth(float row) => ((row / Height) - FarEdge) / (NearEdge - FarEdge);

    /// <summary>Height in pixels of a person whose feet stand in a row.</summary>
    public float PersonHeight(float row) => Height * (FarPerson + ((NearPerson - FarPerson) * Math.Clamp(Depth(row), -0.3f, 1.2f)));

    /// <summary>Pixels a frame of a usual walker in a row.</summary>
    public float WalkingSpeed(float row) => PersonHeight(row) * WalkedHeightsASecond / FramesPerSecond;
}
