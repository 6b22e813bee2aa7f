namespace MlNetVad.Transforms.Presence;

/// <summary>The n-th smallest of numbers, without sorting the others (Hoare's Find, 1961).</summary>
internal static class Selection
{
    /// <summary>The number that would stand at a place if they were sorted.</summary>
    /// <param name="values">Numbers, no NaN; their order is changed.</param>
    /// <param name="place">0 … length − 1.</param>
    public static float Nth(Span<float> values, int place)
    {
        (int first, int last) = (0, values.Length - 1);
        while (first < last)
        {
            float pivot = values[place];
            (int left, int right) = (first, last);
            while (left <= right)
            {
                while (values[left] < pivot)
                {
                    left++;
                }

                while (values[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    (left, right) = (left + 1, right - 1);
                }
            }

            first = right < place ? left : first;
            last = left > place ? right : last;
        }

        return values[place];
    }
}
