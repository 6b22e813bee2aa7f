namespace MlNetVad.Transforms;

/// <summary>
/// Objects from components: each large enough component, and person-sized windows inside those that several people share
/// (object-features recipe, step 3). An object is six floats: x, y, width, height, the share of the box that is foreground
/// as its confidence, and its class (0 component, 1 window).
/// </summary>
internal sealed class ObjectProposals
{
    /// <summary>Floats an object.</summary>
    public const int Stride = 6;

    private readonly ForegroundOptions _options;
    private readonly PersonHeight _height;
    private readonly SummedArea _sums;

    /// <summary>Prepares for pictures of one size.</summary>
    public ObjectProposals(ForegroundOptions options, PersonHeight heightLine, int height, int width)
    {
        _options = options;
        _height = heightLine;
        _sums = new SummedArea(height, width);
    }

    /// <summary>Appends the objects of a mask.</summary>
    /// <param name="mask">H × W, 0 or 1.</param>
    /// <param name="components">The mask's components.</param>
    /// <param name="objects">Gets six floats an object.</param>
    public void Propose(ReadOnlySpan<byte> mask, List<Component> components, List<float> objects)
    {
        _sums.Load(mask);
        foreach (Component component in components)
        {
            float expected = _height.At(component.Bottom);
            if (component.Area < _options.MinimumComponentArea * expected * expected
                || component.Height < _options.MinimumComponentHeight * expected)
            {
                continue;
            }

            bool merged = component.Width > _options.MergedWidth * expected || component.Height > _options.MergedHeight * expected;
            if (!merged || _options.KeepMergedComponents)
            {
                Add(component.X, component.Y, component.Width, component.Height, isWindow: false, objects);
            }

            if (merged)
            {
                AddWindows(component, expected, objects);
            }
        }
    }

    private void AddWindows(Component component, float expected, List<float> objects)
    {
        int width = Math.Min(component.Width, Pixels(_options.WindowWidth * expected));
        int height = Math.Min(component.Height, Pixels(_options.WindowHeight * expected));
        int lastX = component.X + component.Width - width;
        int lastY = component.Y + component.Height - height;
        int strideX = Pixels(_options.StrideX * expected);
        int strideY = Pixels(_options.StrideY * expected);
        for (int y = component.Y; ; y = Math.Min(y + strideY, lastY))
        {
            for (int x = component.X; ; x = Math.Min(x + strideX, lastX))
            {
                Add(x, y, width, height, isWindow: true, objects);
                if (x == lastX)
                {
                    break;
                }
            }

            if (y == lastY)
            {
                break;
            }
        }
    }

    private void Add(int x, int y, int width, int height, bool isWindow, List<float> objects)
    {
        int area = _sums.Count(x, y, width, height);
        float fill = (float)area / (width * height);
        float expected = _height.At(y + height);
        if ((isWindow && fill <= _options.MinimumWindowFill) || area < _options.MinimumObjectArea * expected * expected)
        {
            return;
        }

        objects.AddRange([x, y, width, height, fill, isWindow ? 1f : 0f]);
    }

    private static int Pixels(float length) => Math.Max(1, (int)MathF.Round(length));
}
